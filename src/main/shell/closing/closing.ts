import { app, dialog, BrowserWindow, powerMonitor } from 'electron'
import * as messages from '../../../shared/messages/en/closing.ts'
import { withTimeout } from '../../../shared/util/with-timeout.ts'
import type { CallName } from '../../../shared/contract/index.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Agents } from '../agents.ts'
import { createBackgroundWork, type BackgroundWork } from './background-work.ts'
import type { CloseDecision } from './close-guard.ts'
import { closeQuestion, type WorkUnderWay } from './close-question.ts'
import { readUnderWay } from './under-way.ts'
import type { WindowProgram } from '../window/window-program.ts'

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

type Services = Awaited<ReturnType<WindowProgram['services']>>

interface ClosingNeeds {
  readonly agents: Pick<Agents, 'isWorking'>
  readonly pendingCommands: () => readonly CallName[]
  readonly openWindow: () => void
}

export interface Closing {
  /** From then on something may be at work. */
  noteServices(services: Services): void
  decide(window: BrowserWindow, how: { readonly isQuitting: boolean }): Promise<CloseDecision>
  readonly background: BackgroundWork
}

/** Decides what becomes of work under way when the window closes or the program quits. */
export function createClosing(program: WindowProgram, needs: ClosingNeeds): Closing {
  const { logger, folders } = program
  let opened: Services | null = null
  const paid = createPaidWatch()
  const underWay = async () => (opened === null ? null : readUnderWay(opened, needs.agents, needs.pendingCommands()))
  const ending = new AbortController()
  const question = createQuestion({ underWay, services: () => opened, logger, signal: ending.signal })
  // Its window stays: the session may go on.
  watchShutdown(ending, { isMaking: paid.isAny, ask: (window) => void question.ask(window).then(quitIf) })
  const background = createBackgroundWork({ icon: folders.trayIcon, openWindow: needs.openWindow, underWay, logger })

  async function decide(window: BrowserWindow | null): Promise<CloseDecision> {
    const decision = await question.ask(window)
    // A window that was opened meanwhile goes on by itself.
    if (decision === 'background' && (window !== null || BrowserWindow.getAllWindows().length === 0)) background.begin()
    return decision
  }

  // With a window, its closing asks.
  app.on('before-quit', (event) => {
    if (question.isAnswered() || ending.signal.aborted || BrowserWindow.getAllWindows().length > 0) return
    event.preventDefault()
    void decide(null).then(quitIf)
  })

  return {
    noteServices(services) {
      opened = services
      paid.watch(services)
    },
    background,
    async decide(window, { isQuitting }) {
      // On macOS a program goes on without a window.
      if (ending.signal.aborted || (process.platform === 'darwin' && !isQuitting)) return 'close'
      return decide(window)
    },
  }
}

/** The images that this process is making and that may cost money: the system asks whether it may end, and does not wait. */
function createPaidWatch() {
  const ids = new Set<JobId>()
  return {
    isAny: () => ids.size > 0,
    watch({ jobs }: Services): void {
      jobs.onChanged(({ id, state, estimateUsd, processId }) => {
        if (state === 'running' && estimateUsd !== 0 && processId === process.pid) ids.add(id)
        else ids.delete(id)
      })
    },
  }
}

interface QuestionNeeds {
  readonly underWay: () => Promise<WorkUnderWay | null>
  readonly services: () => Services | null
  readonly logger: Pick<Logger, 'error'>
  /** Aborted when the session ends: then the question is taken back, and the program ends. */
  readonly signal: AbortSignal
}

/** Asks the person once at a time, and not again after the answer that the program may end, until a window is opened. */
function createQuestion({ underWay, services, logger, signal }: QuestionNeeds) {
  let isAnswered = false
  let windows = 0
  let asking: Promise<CloseDecision> | null = null
  app.on('browser-window-created', () => {
    isAnswered = false
    windows += 1
  })

  async function askNow(window: BrowserWindow | null): Promise<CloseDecision> {
    const work = await withTimeout(underWay(), patienceMs, () => null)
    const opened = services()
    if (work === null || opened === null) return 'close'
    const answer = await askAbout(work, window, signal)
    if (signal.aborted) return 'close'
    if (answer === 'close') await endWork(work, opened)
    return answer
  }

  async function ask(window: BrowserWindow | null): Promise<CloseDecision> {
    if (isAnswered) return 'close'
    const before = windows
    asking ??= askNow(window)
      .catch((thrown: unknown) => {
        logger.error('closing.not-asked', { error: thrown })
        return 'close' as const
      })
      .finally(() => (asking = null))
    const answer = await asking
    // What has begun in a window since was not asked about.
    isAnswered = answer === 'close' && windows === before
    return answer
  }

  return { ask, isAnswered: () => isAnswered }
}

function quitIf(decision: CloseDecision): void {
  if (decision === 'close') app.quit()
}

/** A library that hangs must not keep the window open. */
const patienceMs = 10_000

const answers = ['background', 'close', 'stay'] as const
const stay = answers.indexOf('stay')

async function askAbout(work: WorkUnderWay, window: BrowserWindow | null, signal: AbortSignal): Promise<CloseDecision> {
  const { message, detail, end } = closeQuestion(work)
  const options = {
    type: 'question' as const,
    title: app.name,
    message,
    detail,
    buttons: [messages.keepWorking, end, messages.wait],
    // A stray key press ends nothing.
    defaultId: stay,
    cancelId: stay,
    noLink: true,
    signal,
  }
  const { response } = await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options))
  return answers[response] ?? 'stay'
}

/** Plans first: each image that ends lets their next step begin. */
async function endWork({ entries }: WorkUnderWay, { jobs, stopPlans }: Services): Promise<void> {
  await stopPlans()
  await jobs.queue.cancel(entries.map(({ callId }) => callId))
}

/**
 * Tells the end of the session from a person who quits: then nobody can be asked, and the program saves what can be
 * resumed. Where the system asks first, and what is paid for would be lost, the person is. Call when the program is ready:
 * Electron's own handlers, which quit too, are replaced.
 * @param ending aborted when it ends
 */
function watchShutdown(
  ending: AbortController,
  { isMaking, ask }: { readonly isMaking: () => boolean; readonly ask: (window: BrowserWindow) => void },
): void {
  const end = () => {
    ending.abort()
    app.quit()
  }
  for (const signal of signals) process.on(signal, end)
  // Linux and macOS; the system waits for the program.
  powerMonitor.on('shutdown', ((event: Electron.Event) => {
    // macOS quits the program as a person does, and stays logged in where that is refused.
    if (process.platform === 'darwin' && isMaking()) return
    event.preventDefault()
    end()
  }) as () => void)
  // Windows names the program as what it waits for, and offers to log out all the same.
  const listen = (window: BrowserWindow) => {
    window.on('query-session-end', (event) => {
      if (!isMaking() || event.reasons.includes('critical')) return
      event.preventDefault()
      ask(window)
    })
    window.on('session-end', () => ending.abort())
  }
  BrowserWindow.getAllWindows().forEach(listen)
  app.on('browser-window-created', (_event, window) => listen(window))
}
