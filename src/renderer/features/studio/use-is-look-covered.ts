import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useSettings } from '../../client/index.ts'
import { isLocal } from './create-studio-store.ts'

/** A service's first looks come and go before anybody could check them. */
export function useIsLookCovered(job: JobSnapshot): boolean {
  const isOn = useSettings((settings) => settings.safety.blockNsfw)
  return isOn && !isLocal(job)
}
