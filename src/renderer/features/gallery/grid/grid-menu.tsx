import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import { Menu } from '../../../ui/menu.tsx'
import { useShelfMenu, useTileMenu } from './use-tile-menu.ts'

export interface GridMenuHandle {
  /** @param id null = the empty space between the pictures */
  open(id: AssetId | null, at: Point): void
}

/** One menu for all tiles: one on each would cost more than the tile. */
export function GridMenu({ ref }: { readonly ref: Ref<GridMenuHandle> }) {
  const [asked, setAsked] = useState<{ readonly id: AssetId | null; readonly at: Point } | null>(null)
  const trigger = useRef<HTMLSpanElement>(null)
  useImperativeHandle(ref, () => ({ open: (id, at) => setAsked({ id, at }) }), [])
  useEffect(() => {
    if (asked === null) return
    const { x: clientX, y: clientY } = asked.at
    trigger.current?.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, clientX, clientY }),
    )
  }, [asked])
  const onTile = useTileMenu(asked?.id ?? null)
  const onShelf = useShelfMenu()
  return (
    <Menu groups={asked?.id === null ? onShelf : onTile}>
      <span ref={trigger} />
    </Menu>
  )
}
