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

describe('the editor of the prompt', () => {
  it('walks through what was sent and back to what is being written', async () => {
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

  it('begins anew where something was written meanwhile, or another image is open', async () => {
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

  it('passes over what is in the field already', async () => {
    const { editor, prompts } = setUp({ sent: ['new', 'old'] })
    editor.write({ prompt: 'new ' })
    await editor.walk(1)
    expect(prompts().prompt).toBe('old')
  })

  it('undoes whatever wrote last', () => {
    const { editor, prompts } = setUp()
    editor.type('prompt', 'a cat')
    editor.write({ prompt: 'a dog', negativePrompt: 'cats' })
    editor.undo()
    expect(prompts()).toEqual({ prompt: 'a cat', negativePrompt: '' })
    editor.redo()
    expect(prompts()).toEqual({ prompt: 'a dog', negativePrompt: 'cats' })
  })

  it('puts a text in where nothing has a caret: at the end', () => {
    const { editor, prompts } = setUp()
    editor.type('prompt', 'a cat')
    editor.insert(', asleep')
    expect(prompts().prompt).toBe('a cat, asleep')
  })
})
