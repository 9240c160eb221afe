import type { AssetRecord } from '../../database/index.ts'
import type { ExportsContext } from './exports-context.ts'

/** What the service sent is kept where the picture was made of it; else the picture's own file is what came. */
export function locateOriginal(
  { assets }: Pick<ExportsContext, 'assets'>,
  { id, rawAnswerMime }: Pick<AssetRecord, 'id' | 'rawAnswerMime'>,
): Promise<{ path: string; mime: string }> {
  return assets.files.locate(id, rawAnswerMime === null ? 'original' : 'answer')
}
