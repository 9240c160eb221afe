import type { Assets } from '../assets.ts'
import type { AssetsContext } from '../assets-context.ts'

/** State shared by the parts of the documents; `turns` serializes work per document (`compose:<id>`). */
export interface DocumentsContext extends Omit<AssetsContext, 'originals' | 'filing' | 'announce'> {
  readonly assets: Pick<Assets, 'records' | 'files' | 'results' | 'trash'>
}
