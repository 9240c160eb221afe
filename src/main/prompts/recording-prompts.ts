import type { Jobs } from '../jobs/jobs.ts'
import type { Prompts } from './prompts.ts'

/** Wraps jobs so that every queued prompt, whatever its source, is added to the history. */
export function recordingPrompts(jobs: Jobs, prompts: Pick<Prompts, 'recordSent'>): Jobs {
  return {
    ...jobs,
    async generate(request, options) {
      const queued = await jobs.generate(request, options)
      await prompts.recordSent(request)
      return queued
    },
    async run(requests, options) {
      const outcomes = await jobs.run(requests, options)
      const sent = requests.filter((_, index) => 'ids' in (outcomes[index] ?? {}))
      // A fan-out sends the same prompt to several models, which counts as one use.
      const distinct = new Map(sent.map((each) => [JSON.stringify([each.prompt, each.negativePrompt]), each]))
      for (const prompt of distinct.values()) await prompts.recordSent(prompt)
      return outcomes
    },
  }
}
