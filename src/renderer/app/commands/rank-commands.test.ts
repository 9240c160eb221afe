import { describe, expect, it } from 'vitest'
import { keyActions } from '../../lib/keymap/keymap.ts'
import { rankCommands } from './rank-commands.ts'

const commands = keyActions
  .filter(({ kind }) => kind === 'command')
  .map(({ id, label }) => ({ id, label, group: 'Edit' as const }))
const first = (typed: string) => rankCommands(commands, typed)[0]?.id

describe('rankCommands', () => {
  it('ranks a name match above scattered letters', () => {
    expect(['Frame', 'brush', 'crop', 'Move', 'Zoom', 'undo'].map(first)).toEqual([
      'tool.frame',
      'tool.brush',
      'tool.crop',
      'tool.move',
      'tool.zoom',
      'edit.undo',
    ])
  })

  it('ranks every command first for its own label', () => {
    const others = commands.filter(({ id, label }) => first(label) !== id && first(label.toUpperCase()) !== id)
    const labels = commands.map(({ label }) => label)
    // Some share their label: only one of them is found.
    expect(others.filter(({ label }) => labels.indexOf(label) === labels.lastIndexOf(label))).toEqual([])
  })

  it('matches word prefixes in any order, topics, and abbreviations', () => {
    expect(first('layer paint')).toBe('layer.new-paint')
    expect(first('gal')).toBe('view.gallery')
    expect(first('undu')).toBeUndefined()
    expect(first('actl size')).toBe('view.actual-size')
    expect(rankCommands(commands, '')).toBe(commands)
  })
})
