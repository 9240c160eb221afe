import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { useDeveloperName, useServices } from '../../client/index.ts'
import { formatAttempts } from './job-messages.ts'

/** Providers tried before, and the current one; null if there was only one. */
export function useAttempts(job: JobSnapshot): string | null {
  const { describeError } = useServices()
  const nameOf = useDeveloperName()
  return formatAttempts(job, {
    nameOf: (provider, model) => nameOf(provider, model).provider ?? nameOf(provider, model).model,
    titleOf: (error) => describeError(fromErrorData(error)).title,
  })
}
