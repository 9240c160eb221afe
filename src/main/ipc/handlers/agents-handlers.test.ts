import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeContext } from '../../../../test/contract/ipc/fake-services.ts'
import { settingsSchema, type SettingsPatch } from '../../../shared/domain/settings.ts'
import type { HandlerContext } from '../handler-context.ts'
import { createAgentsHandlers } from './agents-handlers.ts'

const caller = { windowId: 1, signal: new AbortController().signal }

let stored: ReturnType<typeof settingsSchema.parse>
let questions: unknown[]
let isConfirmed: boolean
let chosen: string | null
let copied: string[]

async function confirm(_windowId: number, question: unknown): Promise<boolean> {
  questions.push(question)
  return isConfirmed
}

function createHandlers(): ReturnType<typeof createAgentsHandlers> {
  const context: HandlerContext = createFakeContext()
  return createAgentsHandlers({
    ...context,
    settings: {
      ...context.settings,
      load: async () => stored,
      change: async (patch: SettingsPatch) => (stored = settingsSchema.parse({ ...stored, ...patch })),
    },
    desktop: {
      ...context.desktop,
      chooseFolder: async () => chosen,
      confirmAgentLimits: confirm,
      confirmAgentHttp: confirm,
      copySecret: async (text) => void copied.push(text),
    },
  })
}

beforeEach(() => {
  stored = settingsSchema.parse({})
  questions = []
  copied = []
  isConfirmed = false
  chosen = null
})

describe('what agents may do', () => {
  it.each([
    [{ perSessionUsd: 2, perDayUsd: 5 }],
    [{ perSessionUsd: 1, perDayUsd: null }],
    [{ perSessionUsd: 0, perDayUsd: 5.01 }],
  ])('is not widened to %j without consent', async (limits) => {
    const handlers = createHandlers()
    await expect(handlers['agents.setLimits'](limits, caller)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(stored.agents).toMatchObject({ perSessionUsd: 1, perDayUsd: 5 })
    expect(questions).toEqual([{ from: stored.agents, to: limits }])
    isConfirmed = true
    await handlers['agents.setLimits'](limits, caller)
    expect(stored.agents).toMatchObject(limits)
  })

  it('is narrowed without a question', async () => {
    const handlers = createHandlers()
    await handlers['agents.setLimits']({ perSessionUsd: 0, perDayUsd: 5 }, caller)
    isConfirmed = true
    await handlers['agents.setHttp']({ isOn: true, port: 2_000 }, caller)
    isConfirmed = false
    await handlers['agents.setHttp']({ isOn: true, port: 3_000 }, caller)
    await handlers['agents.setHttp']({ isOn: false, port: 3_000 }, caller)
    expect(questions).toEqual([2_000])
    expect(stored.agents).toMatchObject({ perSessionUsd: 0, http: { isOn: false, port: 3_000 } })
    await expect(handlers['agents.setHttp']({ isOn: true, port: 3_000 }, caller)).rejects.toThrow()
    expect(stored.agents.http.isOn).toBe(false)
  })

  it('includes only folders that were chosen', async () => {
    const handlers = createHandlers()
    await handlers['agents.addFolder']({}, caller)
    expect(stored.agents.folders).toEqual([])
    for (const path of ['/pictures', '/photos', '/pictures']) {
      chosen = path
      await handlers['agents.addFolder']({}, caller)
    }
    await handlers['agents.removeFolder']({ path: '/pictures/..' }, caller)
    expect(stored.agents.folders).toEqual(['/pictures', '/photos'])
    await handlers['agents.removeFolder']({ path: '/pictures' }, caller)
    await handlers['agents.chooseOutputFolder']({}, caller)
    expect(stored.agents).toMatchObject({ folders: ['/photos'], outputFolder: '/pictures' })
    expect(await handlers['agents.view']({}, caller)).toMatchObject({ outputFolder: '/pictures' })
    await handlers['agents.resetOutputFolder']({}, caller)
    expect(stored.agents.outputFolder).toBeNull()
  })

  it('includes up to 100 folders', async () => {
    const handlers = createHandlers()
    for (let count = 0; count < 100; count += 1) {
      chosen = `/pictures/${count}`
      await handlers['agents.addFolder']({}, caller)
    }
    chosen = '/pictures/more'
    await expect(handlers['agents.addFolder']({}, caller)).rejects.toMatchObject({ code: 'request/invalid' })
    expect(stored.agents.folders).toHaveLength(100)
  })
})

it('copies the token without giving it to the page', async () => {
  const handlers = createHandlers()
  expect(await handlers['agents.copyToken']({}, caller)).toBeUndefined()
  expect(copied).toEqual(['token'])
  expect(JSON.stringify(await handlers['agents.view']({}, caller))).not.toContain('token')
})
