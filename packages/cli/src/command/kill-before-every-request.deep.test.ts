import { describeKills } from './describe-kills.fixture.ts'

describeKills('before')
