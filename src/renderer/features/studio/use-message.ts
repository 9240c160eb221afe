import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { useDeveloperName, useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { isLocal } from './create-studio-store.ts'
import { jobBilledWords, refusalWords } from './job-words.ts'
import { useAttempts } from './use-attempts.ts'

/** What is said instead of a result. */
export interface Message {
  /** "4 images". */
  readonly count: string
  readonly title: string
  /** The service's own words, or those of the error. */
  readonly text: string
  /** Who was asked: the service, where several of its models were. */
  readonly model: string
  /** Whether it was billed, unless the text says so; who was tried before. */
  readonly facts: readonly string[]
}

/** Of jobs that failed, or were refused, alike; `job` is the first of them. */
export function useMessage(job: JobSnapshot, jobs: readonly JobSnapshot[]): Message {
  const { describeError } = useServices()
  const nameOf = useDeveloperName()
  const attempts = useAttempts(job)
  const { model, provider } = nameOf(job.provider, job.model)
  const isOneModel = jobs.every((each) => each.model === job.model)
  const { title, text } =
    job.state === 'refused'
      ? { title: refusalWords(job, provider ?? model), text: job.refusal === null ? '' : `“${job.refusal.words}”` }
      : describeError(job.error === null ? null : fromErrorData(job.error))
  const isFree = isLocal(job) || job.provider === 'local'
  const isBillingTold = isFree || (job.state === 'failed' && text.includes('billed'))
  return {
    count: formatCount(jobs.length, 'image'),
    title,
    text,
    model: isOneModel ? model : (provider ?? model),
    facts: [...(isBillingTold ? [] : [jobBilledWords(job.isBilled)]), ...(attempts === null ? [] : [attempts])],
  }
}
