import { describe, expect, it } from 'vitest'
import { sampleMarks } from '../../../../test/support/sample-marks.ts'
import { badgePlace, badgeRadiusPx } from '../../../shared/domain/mark-figures.ts'
import { moveMark } from '../../../shared/domain/mark-geometry.ts'
import type { Mark } from '../../../shared/domain/markup.ts'
import type { Point } from '../../../shared/util/geometry.ts'
import { findMark, shownHandles, shownUnitPx } from './mark-hits.ts'
import { markupTool, type MarkupState } from './markup-tool.ts'
import { isClosedPath, simplifyPath } from './simplify-path.ts'
import type { Effect, HeldModifiers, MarkupTool, Scene } from './tool.ts'

const noKeys: HeldModifiers = { shift: false, alt: false, mod: false }

const sample = (at: Point) => ({ at, screen: at, pressure: 1 })

/** Drives the tool over a list of marks that follows its changes, as the session's does. */
function drive(change: Partial<MarkupTool> = {}, marks: readonly Mark[] = []) {
  let state: MarkupState = markupTool.idle
  let stored = marks
  let markup = {
    marks,
    isVisible: true,
    shape: 'arrow',
    color: 'red',
    selectedId: null,
    addedId: null,
    ...change,
  } as Scene['markup']
  const labels: string[] = []
  const scene = () =>
    ({
      zoom: 1,
      view: { widthPx: 800, heightPx: 600, dpr: 1 },
      size: { widthPx: 400, heightPx: 300 },
      frame: null,
      markup,
    }) as Scene
  const run = (effect: Effect) => {
    if (effect.type !== 'markup') return
    const made = effect.change
    if (made.type === 'show') markup = { ...markup, marks: made.marks, selectedId: made.selectedId }
    if (made.type === 'select') markup = { ...markup, selectedId: made.id }
    if (made.type === 'remove') markup = { ...markup, marks: markup.marks.filter(({ id }) => id !== made.id) }
    if (made.type === 'abandon') markup = { ...markup, marks: stored }
    if (made.type === 'commit') {
      stored = markup.marks
      labels.push(made.label)
    }
  }
  const send = (event: Parameters<typeof markupTool.step>[1]) => {
    const next = markupTool.step(state, event, scene())
    state = next.state
    next.effects.forEach(run)
  }
  return {
    labels,
    send,
    get marks() {
      return markup.marks
    },
    get selectedId() {
      return markup.selectedId
    },
    press: (at: Point) => send({ on: 'down', sample: sample(at), keys: noKeys, isEraserEnd: false, handle: null }),
    move: (at: Point, keys = noKeys) => send({ on: 'move', samples: [sample(at)], keys }),
    lift: (at: Point, keys = noKeys) => send({ on: 'up', sample: sample(at), keys }),
    drag(points: readonly Point[], keys = noKeys) {
      this.press(points[0]!)
      for (const point of points.slice(1)) this.move(point, keys)
      this.lift(points.at(-1)!, keys)
    },
  }
}

describe('the markup tool', () => {
  it('draws one arrow per drag, from its tail to its tip, in steps', () => {
    const tool = drive()
    tool.drag([
      { x: 10, y: 10 },
      { x: 40, y: 30 },
      { x: 90, y: 60 },
    ])
    tool.drag(
      [
        { x: 200, y: 10 },
        { x: 240, y: 90 },
      ],
      { ...noKeys, shift: true },
    )
    expect(tool.marks).toMatchObject([
      { id: 'mark-1', shape: 'arrow', color: 'red', text: '', from: { x: 10, y: 10 }, to: { x: 90, y: 60 } },
      { id: 'mark-2', from: { x: 200, y: 10 }, to: { x: 263, y: 73 } },
    ])
    expect(tool.labels).toEqual(['Add mark', 'Add mark'])
  })

  it('draws boxes in any direction, and nothing by a click, but a number', () => {
    const tool = drive({ shape: 'box' })
    tool.drag([
      { x: 90, y: 60 },
      { x: 20, y: 100 },
    ])
    tool.drag([{ x: 300, y: 200 }])
    expect(tool.marks).toMatchObject([{ rect: { x: 20, y: 60, widthPx: 70, heightPx: 40 } }])
    const notes = drive({ shape: 'note' })
    notes.drag([{ x: 30.4, y: 200.6 }])
    expect(notes.marks).toMatchObject([{ shape: 'note', at: { x: 30, y: 201 } }])
  })

  it('selects a mark by its line, moves it, and resizes it by its handles', () => {
    const tool = drive({}, [...sampleMarks])
    tool.drag([
      { x: 300, y: 200 },
      { x: 310, y: 205 },
    ])
    expect(tool.selectedId).toBe('m2')
    expect(tool.marks[1]).toMatchObject({ rect: { x: 270, y: 205, widthPx: 80, heightPx: 60 } })
    tool.drag([
      { x: 350, y: 265 },
      { x: 370, y: 285 },
    ])
    expect(tool.marks[1]).toMatchObject({ rect: { x: 270, y: 205, widthPx: 100, heightPx: 80 } })
    expect(tool.labels).toEqual(['Move mark', 'Resize mark'])
    // Inside a box, another mark can be drawn.
    tool.drag([
      { x: 300, y: 240 },
      { x: 330, y: 250 },
    ])
    expect(tool.marks).toHaveLength(6)
  })

  it('moves the tip of an arrow alone', () => {
    const tool = drive({ selectedId: 'm1' }, [...sampleMarks])
    tool.drag([
      { x: 90, y: 110 },
      { x: 120, y: 140 },
    ])
    expect(tool.marks[0]).toMatchObject({ from: { x: 20, y: 30 }, to: { x: 120, y: 140 } })
  })

  it('gives up what is being drawn, and deletes the selected mark by Backspace', () => {
    const tool = drive()
    tool.press({ x: 10, y: 10 })
    tool.move({ x: 90, y: 90 })
    expect(tool.marks).toHaveLength(1)
    tool.send({ on: 'cancel' })
    expect(tool.marks).toHaveLength(0)
    tool.drag([
      { x: 10, y: 10 },
      { x: 90, y: 90 },
    ])
    tool.send({ on: 'back' })
    expect(tool.marks).toHaveLength(0)
  })

  it('draws no more than fifty marks', () => {
    const many = Array.from({ length: 50 }, (_, at) => ({ ...sampleMarks[4]!, id: `mark-${at + 1}` }))
    const tool = drive({}, many)
    tool.drag([
      { x: 10, y: 200 },
      { x: 90, y: 290 },
    ])
    expect(tool.marks).toHaveLength(50)
  })
})

describe('the handles of a selected mark', () => {
  const view = {
    zoom: 1,
    view: { widthPx: 800, heightPx: 600, dpr: 1 },
    size: { widthPx: 400, heightPx: 300 },
    frame: null,
  }

  it('never cover its number: there the handle is a ring around it', () => {
    for (const mark of sampleMarks) {
      const unitPx = shownUnitPx(view)
      const badge = badgePlace(mark, unitPx, view.size)
      for (const { at, ringPx } of shownHandles(mark, view)) {
        const away = Math.hypot(at.x - badge.x, at.y - badge.y)
        if (ringPx === null) expect(away).toBeGreaterThan(badgeRadiusPx(unitPx) + unitPx)
        else expect([away, ringPx]).toEqual([0, badgeRadiusPx(unitPx) + unitPx])
      }
    }
    expect(shownHandles(sampleMarks[1]!, view).filter(({ ringPx }) => ringPx !== null)).toHaveLength(1)
  })

  it('are where marks are drawn, also in the frame of an expansion', () => {
    const frame = { x: -300, y: 0, widthPx: 700, heightPx: 300 }
    const box = moveMark(sampleMarks[1]!, { x: -500, y: -100 })
    const [ring] = shownHandles(box, { ...view, frame })
    expect(ring).toMatchObject({ at: { x: -240, y: 100 } })
    expect(findMark([box], { x: -240, y: 100 }, { ...view, frame })).toBe(box)
    // Outside the frame, its number is moved to the border.
    const far = moveMark(sampleMarks[4]!, { x: -1_000, y: 0 })
    expect(findMark([far], { x: -290, y: 40 }, { ...view, frame })).toBe(far)
  })
})

describe('a scribble', () => {
  it('keeps its form with few points, and at most as many as are stored', () => {
    const circle = Array.from({ length: 3_000 }, (_, at) => ({
      x: 150 + 100 * Math.cos(at / 480) + Math.sin(at * 7) * 2,
      y: 150 + 100 * Math.sin(at / 480),
    }))
    const simple = simplifyPath(circle, 0.01)
    expect(simple.length).toBeLessThanOrEqual(500)
    expect(
      simplifyPath(
        [
          { x: 0, y: 0 },
          { x: 5, y: 0.2 },
          { x: 10, y: 0 },
        ],
        0.5,
      ),
    ).toEqual([
      { x: 0, y: 0 },
      { x: 10, y: 0 },
    ])
  })

  it('is an outline where its ends meet', () => {
    const open = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
    ]
    expect(isClosedPath(open, 12)).toBe(false)
    expect(isClosedPath([...open, { x: 0, y: 100 }, { x: 3, y: 8 }], 12)).toBe(true)
    expect(
      isClosedPath(
        [
          { x: 0, y: 0 },
          { x: 5, y: 0 },
        ],
        12,
      ),
    ).toBe(false)
  })
})
