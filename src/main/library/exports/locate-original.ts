import type { AssetRecord } from '../../database/index.ts'
import type { ExportsContext } from './exports-context.ts'

/** What the service sent is kept where the picture was made of it; else the picture's own file is what came. */
export function locateOriginal(
  { library }: Pick<ExportsContext, 'library'>,
  { id, rawAnswerMime }: Pick<AssetRecord, 'id' | 'rawAnswerMime'>,
): Promise<{ path: string; mime: string }> {
  return library.locate(id, rawAnswerMime === null ? 'original' : 'answer')
}
