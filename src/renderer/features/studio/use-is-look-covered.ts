import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useSettings } from '../../client/index.ts'
import { isLocal } from './create-studio-store.ts'

/** A service's previews are replaced before they could be checked. */
export function useIsLookCovered(job: JobSnapshot): boolean {
  const isOn = useSettings((settings) => settings.safety.blockNsfw)
  return isOn && !isLocal(job)
}
