import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import { imageGone } from '../../../../shared/messages/en/conversation.ts'
import { useCover } from '../../../client/index.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { Image } from '../../../ui/image.tsx'

/** The image of a step, covered where the settings say so. */
export function StepImage({ id }: { readonly id: AssetId }) {
  const cover = useCover(id)
  return (
    <>
      <Image src={assetUrl(id, 'thumb-512')} alt="" whenFailed={<span>{imageGone}</span>} />
      {cover !== null && <CoverVeil label={cover.label} />}
    </>
  )
}
