import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { fitCamera, rectInView, revealPoint, toMap, mapToScreen, zoomMapAt } from './map-camera.ts'
import { brightPoint, dimPoint, hiddenPoint, MapScene, sideOfLevel } from './map-scene.ts'
import { moveOnMap } from './move-on-map.ts'

const whole = { left: -1, top: -1, right: 2, bottom: 2 }
const around = (x: number) => ({ left: x - 0.05, right: x + 0.05, top: x - 0.05, bottom: x + 0.05 })
const area = { widthPx: 800, heightPx: 600 }
/** Apart from each other, as main lays them out: on six rows of six, a little beside. */
const places = fc
  .uniqueArray(fc.nat(35), { minLength: 10 })
  .chain((cells) => fc.tuple(...cells.map((cell) => fc.tuple(fc.constant(cell), fc.nat(100), fc.nat(100)))))
  .map((cells) =>
    cells.map(
      ([cell, across, down]) => [(cell % 6) / 6 + across / 10_000, Math.floor(cell / 6) / 6 + down / 10_000] as const,
    ),
  )

function sceneOf(at: readonly (readonly [x: number, y: number])[], states?: readonly number[]): MapScene {
  const ids = at.map((_, point) => `01J${String(point * 7_919).padStart(23, '0')}` as AssetId)
  const scene = new MapScene(
    {
      ids,
      indexOf: new Map(ids.map((id, point) => [id, point])),
      positions: Float32Array.from(at.flat()),
      colors: new Uint8Array(at.length),
    },
    Uint8Array.from(states ?? at.map(() => brightPoint)),
  )
  for (const _ of scene.build());
  return scene
}

describe('tiles', () => {
  it('do not overlap on any level but the last, which shows all, and stay on finer ones', () => {
    fc.assert(
      fc.property(places, (at) => {
        const scene = sceneOf(at)
        const { positions } = scene.points
        let coarser: number[] = []
        for (let level = 0; level <= scene.lastLevel; level++) {
          const tiles = scene.tilesIn(whole, level)
          expect(tiles).toEqual(expect.arrayContaining(coarser))
          coarser = tiles
          if (level === scene.lastLevel) continue
          const side = sideOfLevel(level) * (1 - 1e-6)
          for (const [index, one] of tiles.entries()) {
            for (const other of tiles.slice(index + 1)) {
              const [across, down] = [0, 1].map((axis) => positions[2 * one + axis]! - positions[2 * other + axis]!)
              expect(Math.max(Math.abs(across!), Math.abs(down!))).toBeGreaterThanOrEqual(side)
            }
          }
        }
        expect(coarser.toSorted((a, b) => a - b)).toEqual([...at.keys()])
      }),
      { numRuns: 60 },
    )
  })

  it('are only images that were looked for; dim ones are seen, hidden ones are not', () => {
    const at = [
      [0.1, 0.1],
      [0.5, 0.5],
      [0.9, 0.9],
    ] as const
    const scene = sceneOf(at, [brightPoint, dimPoint, hiddenPoint])
    expect(scene.tilesIn(whole, scene.lastLevel)).toEqual([0])
    expect(scene.pointsIn(whole)).toEqual([0])
    expect([0.1, 0.5, 0.9, 0.3].map((x) => scene.hasPointIn(around(x)))).toEqual([true, true, false, false])
  })
})

describe('the view', () => {
  it('keeps what is under the pointer when it zooms', () => {
    const camera = fitCamera({ left: 0, top: 0, right: 1, bottom: 0.5 }, area)
    const pointer = { x: 130, y: 410 }
    const zoomed = zoomMapAt(camera, area, pointer, 3, { min: 1, max: 1e6 })
    expect(zoomed.scale).toBeCloseTo(3 * camera.scale)
    const back = mapToScreen(zoomed, area, toMap(camera, area, pointer))
    expect(back.x).toBeCloseTo(pointer.x)
    expect(back.y).toBeCloseTo(pointer.y)
  })

  it('of a fitted map is not moved by keys; elsewhere it follows', () => {
    fc.assert(
      fc.property(places, (at) => {
        const scene = sceneOf(at)
        const camera = fitCamera(scene.bounds, area)
        for (const [x, y] of at) {
          const shown = revealPoint(camera, area, { x: Math.fround(x), y: Math.fround(y) })
          expect(shown.x).toBeCloseTo(camera.x)
          expect(shown.y).toBeCloseTo(camera.y)
        }
      }),
      { numRuns: 60 },
    )
    const camera = { x: 0.5, y: 0.5, scale: 10_000 }
    const { left, right, top, bottom } = rectInView(revealPoint(camera, area, { x: 0.9, y: 0.1 }), area)
    expect([left < 0.9, 0.9 < right, top < 0.1, 0.1 < bottom]).toEqual([true, true, true, true])
  })
})

it('keys lead to the nearest image in their direction', () => {
  const scene = sceneOf([
    [0.5, 0.5],
    [0.7, 0.52],
    [0.3, 0.5],
    [0.5, 0.2],
    [0.52, 0.9],
  ])
  const position = { scene, camera: { x: 0.5, y: 0.5, scale: 1e5 }, area, tilePx: 60 }
  expect((['left', 'right', 'up', 'down'] as const).map((move) => moveOnMap(position, 0, move))).toEqual([2, 1, 3, 4])
  expect(moveOnMap(position, 1, 'right')).toBeNull()
  expect(moveOnMap(position, null, 'left')).toBe(0)
})
