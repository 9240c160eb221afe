import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { Services } from '../../../client/index.ts'
import { firstView, wholeView, withInSight, zoomFamily, type FamilyView, type TreeArea } from './family-geometry.ts'
import { layoutFamily, type FamilyLayout } from './family-layout.ts'
import { walkFamily, type FamilyMove } from './family-walk.ts'

export interface FamilyState {
  /** The image whose lineage is shown; null = none. */
  readonly of: AssetId | null
  readonly lineage: Lineage | null
  readonly layout: FamilyLayout | null
  readonly error: unknown
  readonly chosen: AssetId | null
  readonly area: TreeArea | null
  /** Null until the size of the view and the family are known. */
  readonly view: FamilyView | null
}

export interface FamilyStore {
  readonly store: StoreApi<FamilyState>
  show(id: AssetId): void
  close(): void
  load(): Promise<void>
  choose(id: AssetId): void
  walk(move: FamilyMove): void
  /** Runs once the family is loaded, so that early key presses are not lost. */
  whenThere(run: () => void): void
  setArea(area: TreeArea): void
  zoom(factor: number): void
  showAll(): void
}

const closed = { of: null, lineage: null, layout: null, error: null, chosen: null, view: null }

export function createFamilyStore({ client }: Services): FamilyStore {
  const store = createStore<FamilyState>(() => ({ ...closed, area: null }))
  let waiting: (() => void)[] = []

  async function load(): Promise<void> {
    const { of } = store.getState()
    if (of === null) return
    try {
      const lineage = await client.call('catalogue.lineage', { id: of })
      if (store.getState().of === of) take(lineage)
    } catch (error) {
      if (store.getState().of === of) store.setState({ error })
    }
  }

  function take(lineage: Lineage): void {
    const { chosen, view, area } = store.getState()
    const layout = layoutFamily(lineage)
    const node = chosen === null ? undefined : layout.nodes.get(chosen)
    const first = area === null ? null : firstView(layout, node, area)
    store.setState({ lineage, layout, error: null, view: view ?? first })
    const queued = waiting
    waiting = []
    for (const run of queued) run()
  }

  function choose(id: AssetId): void {
    const { layout, view, area } = store.getState()
    const node = layout?.nodes.get(id)
    if (node === undefined) return
    store.setState({ chosen: id, ...(view && area && { view: withInSight(view, node, area) }) })
  }

  client.on('library.changed', () => void load())
  return {
    store,
    load,
    choose,
    show(id) {
      waiting = []
      store.setState({ ...closed, of: id, chosen: id })
      void load()
    },
    close() {
      waiting = []
      store.setState(closed)
    },
    whenThere(run) {
      if (store.getState().layout === null) waiting.push(run)
      else run()
    },
    walk(move) {
      const { layout, chosen } = store.getState()
      if (layout !== null && chosen !== null) choose(walkFamily(layout, chosen, move))
    },
    ...createViewMoves(store),
  }
}

/** Pan and zoom of the tree. */
function createViewMoves(store: StoreApi<FamilyState>): Pick<FamilyStore, 'setArea' | 'zoom' | 'showAll'> {
  return {
    setArea(area) {
      const { layout, chosen, view } = store.getState()
      const node = chosen === null ? undefined : layout?.nodes.get(chosen)
      store.setState({ area, ...(layout && !view && { view: firstView(layout, node, area) }) })
    },
    zoom(factor) {
      const { view, area } = store.getState()
      if (view === null || area === null) return
      store.setState({ view: zoomFamily(view, { x: area.width / 2, y: area.height / 2 }, factor) })
    },
    showAll() {
      const { layout, area } = store.getState()
      if (layout !== null && area !== null) store.setState({ view: wholeView(layout, area) })
    },
  }
}
