import { testSeeds } from './seeds';

testSeeds(2, 4);
