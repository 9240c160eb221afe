import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'

/** Pictures that another program changes: each version it saves comes back as a child of the picture. */
export interface ExternalEdits {
  /** A copy outside of the library, watched from now on, over restarts. @throws storage/*, media/* */
  begin(id: AssetId): Promise<{ readonly path: string }>
  /** Takes up what earlier runs began: what was saved while nobody watched is taken back now. */
  resume(): Promise<void>
  onTaken(listener: (asset: Asset) => void): () => void
  dispose(): Promise<void>
}
