import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'

export function CompareTable() {
  const ids = useCompareState((state) => state.ids)
  return (
    <div className="compare-table" data-part="pictures">
      {ids.map((id) => (
        <CompareTile key={id} id={id} />
      ))}
    </div>
  )
}

function CompareTile({ id }: { readonly id: AssetId }) {
  const { store } = useCompare()
  const asset = useAsset(id)
  const cover = useCover(id)
  const isChosen = useCompareState((state) => state.chosen === id)
  return (
    <div
      className="compare-tile"
      role="group"
      aria-label={asset?.name ?? 'Picture'}
      aria-current={isChosen}
      onPointerDown={() => store.setState({ chosen: id })}
    >
      <Picture src={assetUrl(id, 'full')} alt={asset?.name ?? ''} />
      {cover !== null && <CoverVeil words={cover.words} onReveal={cover.reveal} />}
    </div>
  )
}
