import { assetIdSchema, type AssetId } from '../../../shared/domain/ids.ts'
import { notImageId } from '../../../shared/messages/en/cli.ts'
import { badInput } from '../read-options.ts'

export function requireId(text: string): AssetId {
  const id = assetIdSchema.safeParse(text)
  if (id.success) return id.data
  throw badInput(notImageId({ id: text }))
}
