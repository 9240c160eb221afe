import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Lineage } from '../../../../shared/domain/catalogue.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetId } from '../../../../../test/support/window/sample-records.ts'
import { layoutFamily } from './family-layout.ts'
import { descendantsOf, walkFamily } from './family-walk.ts'

type How = Lineage['links'][number]['how']
const link = (from: number, to: number, how: How = 'parent') => ({ fromId: assetId(from), toId: assetId(to), how })
const family = (count: number, links: Lineage['links']): Lineage => ({
  members: Array.from({ length: count }, (_, at) => assetId(at)),
  links,
  isCut: false,
})
const places = (lineage: Lineage) => [...layoutFamily(lineage).nodes.values()].map(({ column, row }) => [column, row])

describe('layoutFamily', () => {
  it('puts a chain in one row and centers a parent on its children', () => {
    expect(places(family(3, [link(0, 1), link(1, 2)]))).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ])
    expect(places(family(4, [link(0, 1), link(0, 2), link(0, 3)]))).toEqual([
      [0, 1],
      [1, 0],
      [1, 1],
      [1, 2],
    ])
  })

  it('attaches an image without a parent to another source', () => {
    expect(places(family(2, [link(0, 1, 'reference')]))).toEqual([
      [0, 0],
      [1, 0],
    ])
    // The parent takes precedence over other links.
    const { nodes } = layoutFamily(family(3, [link(1, 2, 'reference'), link(0, 2)]))
    expect(nodes.get(assetId(2))?.above).toBe(assetId(0))
  })

  it('terminates on a cycle', () => {
    expect(places(family(2, [link(0, 1), link(1, 0)]))).toEqual([
      [0, 0],
      [1, 0],
    ])
  })

  it('never overlaps two images, for any family', () => {
    const sources = fc.array(fc.nat(), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(sources, (choices) => {
        const links = choices.flatMap((choice, at) => (at > 0 && choice % 4 !== 0 ? [link(choice % at, at)] : []))
        const { nodes } = layoutFamily(family(choices.length, links))
        const taken = [...nodes.values()].toSorted((a, b) => a.column - b.column || a.row - b.row)
        for (const [at, node] of taken.entries()) {
          const before = taken[at - 1]
          if (before?.column === node.column) expect(node.row - before.row).toBeGreaterThanOrEqual(1)
          if (node.above !== null) expect(nodes.get(node.above)?.column).toBe(node.column - 1)
        }
      }),
    )
  })

  it('lays out a chain of ten thousand images', () => {
    const chain = Array.from({ length: 9_999 }, (_, at) => link(at, at + 1))
    expect(layoutFamily(family(10_000, chain)).columns).toBe(10_000)
  })
})

describe('family navigation', () => {
  const lineage = family(5, [link(0, 1), link(0, 2), link(1, 3), link(4, 2, 'reference')])
  const layout = layoutFamily(lineage)
  const go = (from: number, ...moves: ('left' | 'right' | 'up' | 'down')[]) =>
    moves.reduce<AssetId>((at, move) => walkFamily(layout, at, move), assetId(from))

  it('moves to sources, to derived images and along a column', () => {
    expect(go(3, 'left', 'left')).toBe(assetId(0))
    expect(go(1, 'down')).toBe(assetId(2))
    expect(go(1, 'right')).toBe(assetId(3))
    expect(go(0, 'left')).toBe(assetId(0))
    expect(go(3, 'up')).toBe(assetId(3))
  })

  it('finds all descendants of an image over any kind of link', () => {
    expect(descendantsOf(assetId(0), lineage)).toEqual([1, 2, 3].map(assetId))
    expect(descendantsOf(assetId(4), lineage)).toEqual([assetId(2)])
  })
})
