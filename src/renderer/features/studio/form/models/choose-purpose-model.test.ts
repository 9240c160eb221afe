import { describe, expect, it } from 'vitest'
import { sampleCard, sampleProvider } from '../../../../../../test/support/window/sample-providers.ts'
import { choosePurposeModel } from './choose-purpose-model.ts'

const draft = { provider: 'fake', model: 'demo-waves' }
const retired = { type: 'retired', on: null, successor: null, isServedElsewhere: false, note: null } as const
const retiredModels = [
  sampleCard('old', { label: 'Old', state: { ...retired, successor: 'new' } }),
  sampleCard('new'),
  sampleCard('last', { label: 'Last', state: retired }),
  sampleCard('gateways', { state: { ...retired, isServedElsewhere: true } }),
  sampleCard('account', { state: { ...retired, toldBy: 'pages' } }),
]
const providers = [
  sampleProvider('fake', { models: [sampleCard('demo-waves', { label: 'Waves' })] }),
  sampleProvider('bfl', { label: 'BFL', models: retiredModels }),
  sampleProvider('xai', { models: retiredModels, baseUrl: 'https://gateway.example' }),
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

const chooseDraft = (provider: 'bfl' | 'xai', model: string) =>
  choose('draft', 'generate', { draftModels: { any: { provider, model } } })

describe('choosePurposeModel', () => {
  it('selects the default model', () => {
    expect(choose('draft', 'generate', { draftModels: { any: draft } })).toEqual({ chosen: [draft], notices: [] })
  })

  it('selects the successor of a retired one, and says where there is none that its service no longer offers it', () => {
    const successor = { provider: 'bfl', model: 'new', insteadOf: 'old' }
    expect(chooseDraft('bfl', 'old')).toEqual({ chosen: [successor], notices: [] })
    expect(chooseDraft('bfl', 'last')).toEqual({ chosen: [], notices: ['BFL no longer offers Last.'] })
    // What the account, or a gateway at another address, may still have is not refused.
    for (const [provider, model] of [
      ['bfl', 'account'],
      ['xai', 'gateways'],
    ] as const) {
      expect(chooseDraft(provider, model)).toEqual({ chosen: [{ provider, model }], notices: [] })
    }
    expect(chooseDraft('bfl', 'gateways').chosen).toEqual([])
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
