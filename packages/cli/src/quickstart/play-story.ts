import type { TextStream } from '../command/command-io.ts'
import { type Chapter, type Check, expectEqual } from './chapter.ts'
import type { Stage } from './stage.ts'
import { story } from './story.ts'

/** What became of the story. */
export interface PlayedStory {
  readonly passed: number
  readonly failed: number
}

/** Plays every chapter and says of each claim whether it holds; after each, one more publish must write nothing. */
export async function playStory(stage: Stage, output: TextStream): Promise<PlayedStory> {
  let passed = 0
  let failed = 0
  for (const [index, chapter] of story.entries()) {
    output.write(`\n${index + 1}. ${chapter.title}\n`)
    for (const check of await playChapter(chapter, stage)) {
      if (check.holds) passed += 1
      else failed += 1
      output.write(`   ${check.holds ? 'ok' : 'FAILED'}  ${check.claim}\n`)
      if (check.seen !== undefined) output.write(`       saw ${check.seen.replaceAll('\n', '\n       ')}\n`)
    }
  }
  return { passed, failed }
}

async function playChapter(chapter: Chapter, stage: Stage): Promise<readonly Check[]> {
  try {
    return [...(await chapter.play(stage)), await checkRest(stage), await checkStatus(stage)]
  } catch (error) {
    return [{ claim: 'the chapter can be played', holds: false, seen: String(error) }]
  }
}

async function checkRest(stage: Stage): Promise<Check> {
  const writes = stage.writes()
  await stage.tideway('publish')
  return expectEqual('one more publish writes nothing', stage.writes() - writes, 0)
}

// How the environment stands is part of what the chapter shows.
async function checkStatus(stage: Stage): Promise<Check> {
  const writes = stage.writes()
  const { code, text } = await stage.tideway('status')
  const line = text.split('\n').find((item) => item.startsWith('prod: '))
  const holds = code === 0 && line !== undefined && stage.writes() === writes
  if (!holds) return { claim: 'status says in one line how prod stands', holds, seen: text }
  return { claim: `status says: ${line}`, holds }
}
