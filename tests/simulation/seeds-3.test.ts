import { testSeeds } from './seeds';

testSeeds(3, 4);
