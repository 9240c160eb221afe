import { describe, expect, it } from 'vitest'
import type { PromptPair } from '../../../../shared/domain/canvas-document.ts'
import { createPromptEditor } from './create-prompt-editor.ts'

const blank = { prompt: '', negativePrompt: '' }

function setUp({ weightProblem = null as string | null, sent = [] as readonly string[] } = {}) {
  let prompts: PromptPair = blank
  let image = 'one'
  const editor = createPromptEditor({
    image: () => image,
    prompts: () => prompts,
    change: (next) => {
      prompts = { ...prompts, ...next }
    },
    weightProblem: () => weightProblem,
    history: () => Promise.resolve(sent.map((prompt, id) => ({ id, atMs: 0, uses: 1, prompt, negativePrompt: '' }))),
    now: () => 0,
  })
  return {
    editor,
    prompts: () => prompts,
    open: (id: string, next: PromptPair) => {
      image = id
      prompts = next
    },
  }
}

describe('prompt editor', () => {
  it('browses sent prompts and returns to the draft', async () => {
    const { editor, prompts } = setUp({ sent: ['new', 'old'] })
    editor.type('prompt', 'half a thou')
    await editor.walk(1)
    expect(prompts().prompt).toBe('new')
    await editor.walk(1)
    expect(prompts().prompt).toBe('old')
    await editor.walk(1)
    expect(prompts().prompt).toBe('old')
    expect(editor.store.getState().note).toBe('No earlier prompts.')
    await editor.walk(-1)
    await editor.walk(-1)
    expect(prompts().prompt).toBe('half a thou')
    await editor.walk(-1)
    expect(prompts().prompt).toBe('half a thou')
  })

  it('starts over after an edit or in another document', async () => {
    const { editor, prompts, open } = setUp({ sent: ['new', 'old'] })
    await editor.walk(1)
    editor.type('prompt', 'new, and more')
    await editor.walk(1)
    await editor.walk(-1)
    expect(prompts().prompt).toBe('new, and more')
    await editor.walk(1)
    open('two', { ...blank, prompt: 'of another' })
    await editor.walk(1)
    await editor.walk(-1)
    expect(prompts().prompt).toBe('of another')
  })

  it('skips the prompt that is already in the field', async () => {
    const { editor, prompts } = setUp({ sent: ['new', 'old'] })
    editor.write({ prompt: 'new ' })
    await editor.walk(1)
    expect(prompts().prompt).toBe('old')
  })

  it('undoes and redoes the last change', () => {
    const { editor, prompts } = setUp()
    editor.type('prompt', 'a cat')
    editor.write({ prompt: 'a dog', negativePrompt: 'cats' })
    editor.undo()
    expect(prompts()).toEqual({ prompt: 'a cat', negativePrompt: '' })
    editor.redo()
    expect(prompts()).toEqual({ prompt: 'a dog', negativePrompt: 'cats' })
  })

  it('inserts text at the end without a caret', () => {
    const { editor, prompts } = setUp()
    editor.type('prompt', 'a cat')
    editor.insert(', asleep')
    expect(prompts().prompt).toBe('a cat, asleep')
  })
})
