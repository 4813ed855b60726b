/** A place of a film as players show it: 1:15, 1:02:03. @param place s, not negative */
export function clockText(place: number): string {
  const seconds = Math.floor(place);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}
