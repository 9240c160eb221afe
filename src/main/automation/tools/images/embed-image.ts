import { assetIdSchema } from '../../../../shared/domain/ids.ts'
import type { Embeddings } from '../../../vision/embeddings.ts'
import type { ToolContext } from '../tool.ts'
import { withImageFile } from './with-image-file.ts'

/** The vector of an image; that of a library image is stored, or kept for later. @throws like `withImageFile`, model/* */
export async function embedImage(
  text: string,
  model: Awaited<ReturnType<Embeddings['model']>>,
  context: ToolContext,
): Promise<Float32Array<ArrayBuffer>> {
  const { services, signal } = context
  const embeddings = await services.embeddings()
  const id = assetIdSchema.safeParse(text)
  if (id.success) return embeddings.ofImage(model, id.data, signal)
  return withImageFile(text, context, (path) => embeddings.ofFile(model, path, signal))
}
