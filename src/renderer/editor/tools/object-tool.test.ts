import { expect, it } from 'vitest'
import { ToolDriver } from '../../../../test/support/window/tool-driver.ts'

const noKeys = { shift: false, alt: false, mod: false }

it('a click selects the object at a point, with the keys held at the press', () => {
  const tool = new ToolDriver('object').click(10, 10).click(20, 20, { alt: true })
  expect(tool.take().filter(({ type }) => type === 'select-object')).toEqual([
    { type: 'select-object', at: { x: 10, y: 10 }, box: null, keys: noKeys, mode: 'add' },
    { type: 'select-object', at: { x: 20, y: 20 }, box: null, keys: { ...noKeys, alt: true }, mode: 'subtract' },
  ])
})

it('a drag in any direction selects the object in its box, which is shown meanwhile', () => {
  const tool = new ToolDriver('object').down(40, 30).move(10, 12)
  const rect = { x: 10, y: 12, widthPx: 30, heightPx: 18 }
  expect(tool.preview).toEqual({ type: 'rect', rect })
  tool.up()
  expect(tool.preview).toBeNull()
  expect(tool.take()).toEqual([{ type: 'select-object', at: null, box: rect, keys: noKeys, mode: 'add' }])
})

it('shows the object under the pointer, not during a press or outside the image', () => {
  const tool = new ToolDriver('object').move(5, 6).move(-4, 6)
  expect(tool.take()).toEqual([
    { type: 'show-object', at: { x: 5, y: 6 } },
    { type: 'show-object', at: null },
  ])
  tool.down(10, 10).move(11, 10)
  expect(tool.take()).toEqual([])
})

it('ignores presses outside the image, and shows a hint on a paint layer', () => {
  expect(new ToolDriver('object').click(-1, 10).take()).toEqual([])
  expect(new ToolDriver('object', { target: 'paint' }).click(10, 10).take()).toMatchObject([{ type: 'hint' }])
})
