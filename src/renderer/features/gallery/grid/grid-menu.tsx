import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Point } from '../../../../shared/util/geometry.ts'
import { Menu } from '../../../ui/menus/menu.tsx'
import { useGridMenu, useTileMenu } from './use-tile-menu.ts'

export interface GridMenuHandle {
  /** @param id null = the empty space between images */
  open(id: AssetId | null, at: Point): void
}

/** One menu for all tiles: one per tile would cost more than the tile. */
export function GridMenu({ ref }: { readonly ref: Ref<GridMenuHandle> }) {
  const [query, setAsked] = useState<{ readonly id: AssetId | null; readonly at: Point } | null>(null)
  const trigger = useRef<HTMLSpanElement>(null)
  useImperativeHandle(ref, () => ({ open: (id, at) => setAsked({ id, at }) }), [])
  useEffect(() => {
    if (query === null) return
    const { x: clientX, y: clientY } = query.at
    trigger.current?.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, clientX, clientY }),
    )
  }, [query])
  const onTile = useTileMenu(query?.id ?? null)
  const gridMenu = useGridMenu()
  return (
    <Menu groups={query?.id === null ? gridMenu : onTile}>
      <span ref={trigger} />
    </Menu>
  )
}
