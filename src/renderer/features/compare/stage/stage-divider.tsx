import type { KeyboardEvent, PointerEvent } from 'react'
import { clamp } from '../../../../shared/util/clamp.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { useCompare, useCompareState } from '../compare-context.ts'

/** The line between the reference and the other. */
export function StageDivider({ size }: { readonly size: Size }) {
  const { store } = useCompare()
  const dividedAt = useCompareState((state) => state.dividedAt)
  const isAcross = useCompareState((state) => state.isDividedAcross)
  const change = (to: number) => store.setState({ dividedAt: clamp(to, 0, 1) })
  const handleMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const stage = event.currentTarget.parentElement?.getBoundingClientRect()
    if (stage === undefined) return
    change(isAcross ? (event.clientY - stage.top) / size.heightPx : (event.clientX - stage.left) / size.widthPx)
  }
  const handleKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    change(dividedAt + by * (event.shiftKey ? 0.1 : 0.01))
  }
  const at = `${dividedAt * 100}%`
  return (
    <div
      className="compare-divider"
      data-across={isAcross}
      style={isAcross ? { top: at } : { left: at }}
      role="slider"
      tabIndex={0}
      aria-label="Where the two images are parted"
      aria-orientation={isAcross ? 'vertical' : 'horizontal'}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(dividedAt * 100)}
      aria-valuetext={`${Math.round(dividedAt * 100)} % of the reference`}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={handleMove}
      onKeyDown={handleKey}
      onDoubleClick={() => change(0.5)}
    >
      <i aria-hidden="true" />
    </div>
  )
}
