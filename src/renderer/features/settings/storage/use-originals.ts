import type { OriginalsView } from '../../../../shared/domain/shared-originals.ts'
import { useSharedView, type SharedView } from '../use-shared-view.ts'

export type OriginalsActions = SharedView<OriginalsView, 'originals.choose' | 'originals.stop' | 'originals.run'>

/** The state of the shared originals, while it is shown. */
export function useOriginals(): OriginalsActions {
  return useSharedView('originals.view', 'originals.changed')
}
