import type { Jobs } from '../jobs/jobs.ts'
import type { Prompts } from './prompts.ts'

/** The same jobs; words that were queued, through whatever door, go into the history. */
export function notingWords(jobs: Jobs, prompts: Pick<Prompts, 'noteSent'>): Jobs {
  return {
    ...jobs,
    async generate(request, options) {
      const queued = await jobs.generate(request, options)
      await prompts.noteSent(request)
      return queued
    },
    async run(requests, options) {
      const outcomes = await jobs.run(requests, options)
      const words = requests.filter((_, index) => 'ids' in (outcomes[index] ?? {}))
      // A fan-out says the same to several models: that is one use.
      const said = new Map(words.map((each) => [JSON.stringify([each.prompt, each.negativePrompt]), each]))
      for (const each of said.values()) await prompts.noteSent(each)
      return outcomes
    },
  }
}
