import { testSeeds } from './seeds';

testSeeds(1, 4);
