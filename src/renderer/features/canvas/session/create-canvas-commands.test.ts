import { describe, expect, it } from 'vitest'
import { matchesCharacter, matchesPosition, parseBinding, type KeyPress } from '../../../lib/key-binding.ts'
import { createCanvasCommands } from './create-canvas-commands.ts'
import { openPaint } from './paint-driver.ts'

type Held = 'ctrl' | 'shift' | 'alt' | 'altgraph' | 'meta'

function press(key: string, code: string, ...held: Held[]): KeyPress {
  const isAltGraph = held.includes('altgraph')
  return {
    key,
    code,
    // Windows reports AltGr as Ctrl+Alt.
    ctrlKey: held.includes('ctrl') || isAltGraph,
    altKey: held.includes('alt') || isAltGraph,
    shiftKey: held.includes('shift'),
    metaKey: held.includes('meta'),
    getModifierState: (name) => name === 'AltGraph' && isAltGraph,
  }
}

const { session } = await openPaint({ widthPx: 600, heightPx: 400 })
const commands = createCanvasCommands(session)

const run = (id: string) => commands.find((command) => command.id === id)?.run()

/** The command a key press means: by character first, then by position, over all commands. */
function find(event: KeyPress, isMac = false): string | undefined {
  const by = (match: typeof matchesCharacter) =>
    commands.find((command) => command.keys.some((keys) => match(event, parseBinding(keys), isMac)))
  return (by(matchesCharacter) ?? by(matchesPosition))?.id
}

describe('canvas commands', () => {
  it.each([
    ['US', press('[', 'BracketLeft'), 'brush.smaller'],
    ['US', press('{', 'BracketLeft', 'shift'), 'brush.softer'],
    ['US', press('Z', 'KeyZ', 'ctrl', 'shift'), 'edit.redo'],
    ['US', press('y', 'KeyY', 'ctrl'), 'edit.redo'],
    ['US', press('=', 'Equal', 'ctrl'), 'view.zoom-in'],
    ['US', press('+', 'Equal', 'ctrl', 'shift'), 'view.zoom-in'],
    ['US', press('-', 'NumpadSubtract', 'ctrl'), 'view.zoom-out'],
    ['US', press('g', 'KeyG'), 'mask.target'],
    ['US', press('5', 'Digit5'), 'brush.strength-50'],
    ['US', press('0', 'Digit0'), 'brush.strength-100'],
    ['German', press('ü', 'BracketLeft'), 'brush.smaller'],
    ['German', press('[', 'Digit8', 'altgraph'), 'brush.smaller'],
    ['German', press(']', 'Digit9', 'altgraph'), 'brush.larger'],
    ['German', press('Ü', 'BracketLeft', 'shift'), 'brush.softer'],
    ['German', press('z', 'KeyY', 'ctrl'), 'edit.undo'],
    ['German', press('y', 'KeyZ', 'ctrl'), 'edit.redo'],
    ['German', press('+', 'BracketRight', 'ctrl'), 'view.zoom-in'],
    ['German', press('-', 'Slash', 'ctrl'), 'view.zoom-out'],
    ['Swiss', press('è', 'BracketLeft'), 'brush.smaller'],
    ['Swiss', press('[', 'BracketLeft', 'altgraph'), 'brush.smaller'],
    ['French', press('à', 'Digit0', 'ctrl'), 'view.fit'],
    ['French', press('&', 'Digit1', 'ctrl'), 'view.actual-size'],
    ['French', press('é', 'Digit2', 'ctrl'), 'view.to-mask'],
    ['French', press('(', 'Digit5'), 'brush.strength-50'],
    ['French', press('w', 'KeyZ', 'ctrl'), undefined],
    ['French', press('z', 'KeyW', 'ctrl'), 'edit.undo'],
    ['Russian', press('и', 'KeyB'), 'tool.brush'],
    ['Russian', press('я', 'KeyZ', 'ctrl'), 'edit.undo'],
    ['US', press('i', 'KeyI', 'ctrl', 'alt'), undefined],
  ])('%s keyboard: %o', (_layout, event, id) => {
    expect(find(event)).toBe(id)
  })

  it('takes Cmd on macOS and leaves Ctrl alone', () => {
    expect(find(press('z', 'KeyZ', 'meta'), true)).toBe('edit.undo')
    expect(find(press('z', 'KeyZ', 'ctrl'), true)).toBeUndefined()
  })

  it('has one command per id and per binding', () => {
    const ids = commands.map(({ id }) => id)
    const keys = commands.flatMap((command) => command.keys)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('name what they act on', () => {
    const labels = () =>
      createCanvasCommands(session)
        .filter(({ id }) => id.startsWith('mask.'))
        .map(({ label }) => label)
    expect(labels().slice(0, 2)).toEqual(['Invert mask', 'Clear mask'])
    void run('mask.target')
    expect(labels()).toEqual([
      'Invert sampling area',
      'Clear sampling area',
      'Bring the last sampling area back',
      'Sample from a rectangle…',
      'Paint the mask',
      'Sampling area: automatic',
    ])
    void run('mask.sampling')
    expect(session.store.getState()).toMatchObject({ target: 'mask', sampling: 'automatic' })
  })

  it('steps the brush as artists expect', () => {
    const sizes = [9, 10, 50, 100, 200, 333, 1].map((sizePx) => {
      session.changeBrush({ sizePx })
      void run('brush.larger')
      const larger = session.store.getState().brush.sizePx
      session.changeBrush({ sizePx })
      void run('brush.smaller')
      return [larger, session.store.getState().brush.sizePx]
    })
    expect(sizes).toEqual([
      [10, 8],
      [15, 9],
      [60, 45],
      [125, 90],
      [250, 175],
      [350, 300],
      [2, 1],
    ])
    session.changeBrush({ hardness: 0.8 })
    void run('brush.softer')
    expect(session.store.getState().brush.hardness).toBe(0.75)
    void run('brush.strength-30')
    expect(session.store.getState().brush.strength).toBe(0.3)
  })
})
