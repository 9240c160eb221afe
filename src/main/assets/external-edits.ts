import type { Asset } from '../../shared/domain/asset.ts'
import type { AssetId } from '../../shared/domain/ids.ts'

/** Images edited in another program: each version it saves is imported as a child of the image. */
export interface ExternalEdits {
  /** Creates a copy outside the library and watches it from now on, across restarts. @throws storage/*, media/* */
  begin(id: AssetId): Promise<{ readonly path: string }>
  /** Resumes the edits of earlier runs and imports what was saved in the meantime. */
  resume(): Promise<void>
  onImported(listener: (asset: Asset) => void): () => void
  dispose(): Promise<void>
}
