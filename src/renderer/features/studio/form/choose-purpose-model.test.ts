import { describe, expect, it } from 'vitest'
import { choosePurposeModel } from './choose-purpose-model.ts'

const draft = { provider: 'fake', model: 'demo-waves' }
const providers = [
  {
    id: 'fake',
    models: [{ id: 'demo-waves', label: 'Waves', canGenerate: true, edits: 'no', variations: 'no', mask: 'no' }],
  },
]

const storeOf = (state: unknown) => ({ store: { getState: () => state } })

function choose(purpose: 'draft' | 'final', task: 'generate' | 'fill', models: object) {
  const [chosen, notices]: [unknown[], string[]] = [[], []]
  const services = {
    settings: storeOf({ draftModels: {}, finalModels: {}, ...models }),
    providers: storeOf({ providers }),
    intents: { send: ({ notice }: { notice: { text: string } }) => notices.push(notice.text) },
  }
  const form = { task: () => task, chooseModel: (ref: unknown) => chosen.push(ref) }
  choosePurposeModel(services as never, form, purpose)
  return { chosen, notices }
}

describe('choosePurposeModel', () => {
  it('selects the default model', () => {
    expect(choose('draft', 'generate', { draftModels: { any: draft } })).toEqual({ chosen: [draft], notices: [] })
  })

  it('says that there is none, or that it cannot do the task', () => {
    expect(choose('final', 'generate', {}).notices).toEqual([
      'No default model for finals. Set one in Compare → Value.',
    ])
    expect(choose('draft', 'fill', { draftModels: { any: draft } })).toEqual({
      chosen: [],
      notices: ['Waves cannot do this task.'],
    })
    const gone = { fill: { provider: 'fake', model: 'gone' }, any: draft }
    expect(choose('draft', 'fill', { draftModels: gone }).notices).toEqual(['gone cannot do this task.'])
  })
})
