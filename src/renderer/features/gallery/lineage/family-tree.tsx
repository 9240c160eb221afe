import { memo, useEffect, useLayoutEffect, useMemo, useRef, type CSSProperties } from 'react'
import { useStore } from 'zustand'
import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/gallery-viewer.ts'
import { joinList } from '../../../../shared/messages/formats.ts'
import { useAsset, useCover, useDeveloperName, useServices } from '../../../client/index.ts'
import { classNames } from '../../../lib/class-names.ts'
import { Image } from '../../../ui/image.tsx'
import { useGallery } from '../gallery-context.ts'
import { viewMember } from './family-commands.ts'
import { farZoom, isInSight, linePath, placeOfNode, sizeOfTree, zoomFamily } from './family-geometry.ts'
import type { FamilyLayout, FamilyNode } from './family-layout.ts'
import { badgesAround } from './relation-messages.ts'
import { describeStep } from './step-messages.ts'

/** Wheel travel that doubles or halves the zoom, the same everywhere. */
const travelPerDoubling = 360

const pinchTravelPerDoubling = 70

interface FamilyTreeProps {
  readonly lineage: Lineage
  readonly layout: FamilyLayout
}

const nodeElementId = (id: AssetId) => `family-${id}`

/** The tree itself. Renders only what is in view. */
export function FamilyTree({ lineage, layout }: FamilyTreeProps) {
  const { family } = useGallery()
  const { assets } = useServices()
  const element = useRef<HTMLDivElement>(null)
  const { chosen, view, area } = useStore(family.store)
  useTreeArea(element)
  useTreeInput(element)
  const size = sizeOfTree(layout)
  const badges = useMemo(() => badgesAround(chosen, lineage.links), [chosen, lineage])
  const shown =
    view === null || area === null ? [] : [...layout.nodes.values()].filter((node) => isInSight(view, node, area))
  const ids = shown.map(({ id }) => id).join()
  useEffect(() => assets.request(ids === '' ? [] : (ids.split(',') as AssetId[])), [assets, ids])
  return (
    <div
      ref={element}
      className="family-area"
      dir="ltr"
      role="tree"
      tabIndex={0}
      data-part="images"
      aria-label={messages.showLineage}
      aria-activedescendant={chosen === null ? undefined : nodeElementId(chosen)}
    >
      {view && (
        <div
          className="family-layer"
          role="presentation"
          style={
            {
              width: size.width,
              height: size.height,
              transform: `scale(${view.zoom}) translate(${-view.x}px, ${-view.y}px)`,
              '--family-zoom': view.zoom,
            } as CSSProperties
          }
        >
          <FamilyLines lineage={lineage} layout={layout} chosen={chosen} />
          {shown.map((node) => (
            <Member
              key={node.id}
              node={node}
              isChosen={node.id === chosen}
              badge={badges.get(node.id) ?? null}
              isFar={view.zoom < farZoom}
              onChoose={family.choose}
            />
          ))}
        </div>
      )}
    </div>
  )
}

interface FamilyLinesProps extends FamilyTreeProps {
  readonly chosen: AssetId | null
}

/** Solid: derived from it. Dashed: composited from it, or used as a reference or control image. */
const FamilyLines = memo(function FamilyLines({ lineage, layout, chosen }: FamilyLinesProps) {
  const { solid, dashed } = useMemo(() => linesOf(lineage, layout), [lineage, layout])
  const ancestorPath = useMemo(() => ancestorPathOf(layout, chosen), [layout, chosen])
  const { width, height } = sizeOfTree(layout)
  return (
    <svg className="family-lines" width={width} height={height} aria-hidden="true">
      <path d={solid} />
      <path d={dashed} className="family-line-dashed" />
      <path d={ancestorPath} className="family-line-way" />
    </svg>
  )
})

function linesOf({ links }: Lineage, { nodes }: FamilyLayout): { solid: string; dashed: string } {
  const paths = (isParent: boolean) =>
    links
      .filter(({ how }) => (how === 'parent') === isParent)
      .flatMap(({ fromId, toId }) => {
        const [from, to] = [nodes.get(fromId), nodes.get(toId)]
        return from && to ? [linePath(from, to)] : []
      })
      .join('')
  return { solid: paths(true), dashed: paths(false) }
}

/** SVG path from the root to the selected node. */
function ancestorPathOf({ nodes }: FamilyLayout, chosen: AssetId | null): string {
  const lines: string[] = []
  for (let node = chosen === null ? undefined : nodes.get(chosen); node?.above;) {
    const above = nodes.get(node.above)
    if (above === undefined) break
    lines.push(linePath(above, node))
    node = above
  }
  return lines.join('')
}

interface MemberProps {
  readonly node: FamilyNode
  readonly isChosen: boolean
  /** Its relation to the selected image other than parent or child. */
  readonly badge: string | null
  /** Too small to be legible: only a placeholder is drawn. */
  readonly isFar: boolean
  readonly onChoose: (id: AssetId) => void
}

const stateMessages = {
  trashed: [messages.inTrash, messages.trashed],
  missing: [messages.fileMissing, messages.missing],
} as const

const Member = memo(function Member({ node, isChosen, badge, isFar, onChoose }: MemberProps) {
  const asset = useAsset(node.id)
  const cover = useCover(node.id)
  const nameOf = useDeveloperName()
  const { x, y } = placeOfNode(node)
  const step = asset ? describeStep(asset) : ''
  const source = asset?.recipe.provider ? nameOf(asset.recipe.provider, asset.recipe.model).model : null
  const state = asset?.trashedAtMs ? 'trashed' : asset?.isMissing ? 'missing' : null
  const [stateText, shortState] = state === null ? [null, null] : stateMessages[state]
  return (
    <div
      id={nodeElementId(node.id)}
      className="family-node"
      role="treeitem"
      aria-level={node.column + 1}
      aria-selected={isChosen}
      data-away={state !== null}
      title={asset?.name}
      style={{ left: x, top: y }}
      onClick={() => onChoose(node.id)}
    >
      <span className="visually-hidden">
        {joinList([asset?.name ?? messages.loading, step, source, badge, stateText].filter(Boolean))}
      </span>
      {isFar ? (
        <span className="family-place" />
      ) : (
        <>
          <Image className={classNames(cover && 'is-covered')} src={assetUrl(node.id, 'thumb-256')} alt="" />
          {badge !== null && (
            <span className="family-badge" aria-hidden="true">
              {badge}
            </span>
          )}
          <span className="family-step" aria-hidden="true">
            {shortState === null ? step : `${step} · ${shortState}`}
          </span>
          <span className="family-maker" aria-hidden="true">
            {source ?? asset?.name}
          </span>
        </>
      )}
    </div>
  )
})

function useTreeArea(element: { readonly current: HTMLElement | null }): void {
  const { family } = useGallery()
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const measure = () => family.setArea({ width: target.clientWidth, height: target.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [family, element])
}

/** The wheel zooms at the pointer, a drag pans, a double-click opens the viewer. */
function useTreeInput(element: { readonly current: HTMLElement | null }): void {
  const services = useServices()
  const { store, family } = useGallery()
  useEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const abort = new AbortController()
    const { signal } = abort
    let last: { x: number; y: number } | null = null
    const handleWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { view } = family.store.getState()
      if (view === null) return
      const { left, top } = target.getBoundingClientRect()
      const at = { x: event.clientX - left, y: event.clientY - top }
      const factor = 2 ** (-event.deltaY / (event.ctrlKey ? pinchTravelPerDoubling : travelPerDoubling))
      family.store.setState({ view: zoomFamily(view, at, factor) })
    }
    const handleMove = (event: PointerEvent) => {
      const { view } = family.store.getState()
      if (last === null || view === null || event.buttons === 0) return
      const [byX, byY] = [event.clientX - last.x, event.clientY - last.y]
      last = { x: event.clientX, y: event.clientY }
      family.store.setState({ view: { ...view, x: view.x - byX / view.zoom, y: view.y - byY / view.zoom } })
    }
    const handleDoubleClick = ({ target: clicked }: MouseEvent) => {
      const { chosen } = family.store.getState()
      const isOnMember = clicked instanceof Element && clicked.closest('.family-node') !== null
      if (isOnMember && chosen !== null) viewMember(services, store, family, chosen)
    }
    target.addEventListener('wheel', handleWheel, { passive: false, signal })
    target.addEventListener('pointerdown', (event) => (last = { x: event.clientX, y: event.clientY }), { signal })
    target.addEventListener('pointermove', handleMove, { signal })
    target.addEventListener('dblclick', handleDoubleClick, { signal })
    return () => abort.abort()
  }, [services, store, family, element])
}
