import type { NamedReference } from '../../../../../shared/domain/named-reference.ts'
import { useCover } from '../../../../client/index.ts'
import { ReferenceSign } from '../../../../ui/reference-sign.tsx'

export function MentionSign({ reference: { kind, imageIds } }: { readonly reference: NamedReference }) {
  const imageId = imageIds[0] ?? null
  return <ReferenceSign kind={kind} imageId={imageId} isCovered={useCover(imageId) !== null} />
}
