import { app, BrowserWindow, Notification } from 'electron'
import type { Emit } from '../ipc/index.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { bringToFront } from './window/bring-to-front.ts'
import { createJobNotifier, type JobNotice } from './notify-jobs.ts'
import { createTaskbarProgress, type TaskbarState } from './window/taskbar-progress.ts'

interface NotifyOptions {
  readonly jobs: Pick<Jobs, 'onChanged'>
  readonly clock: Clock
  readonly logger: Logger
  /** Whether the user has turned notifications on. */
  readonly isOn: () => Promise<boolean>
  readonly emit: Emit
  /** On macOS the program keeps running without a window. */
  readonly openWindow: () => void
}

const isInFront = () => BrowserWindow.getFocusedWindow() !== null

/** Shows progress and completion outside the window. */
export function notifyDesktop({ jobs, clock, logger, isOn, emit, openWindow }: NotifyOptions): void {
  // Windows shows notifications only for a registered app id: `appId` of electron-builder.yml.
  if (process.platform === 'win32') app.setAppUserModelId('art.atelier.studio')
  /** Unreferenced notifications are garbage-collected along with their click handlers. */
  const openNotifications = new Set<Notification>()

  async function show({ title, body, job }: JobNotice): Promise<void> {
    if (!Notification.isSupported() || !(await isOn())) return
    const notification = new Notification({ title, body })
    const forget = () => openNotifications.delete(notification)
    notification.on('click', () => {
      forget()
      bringToFront(openWindow)
      emit('app.jobChosen', { jobId: job.id, documentId: job.documentId })
    })
    notification.on('close', forget)
    notification.on('failed', (_event, error) => {
      forget()
      logger.warn('notice.not-shown', { error })
    })
    openNotifications.add(notification)
    notification.show()
  }

  const notify = createJobNotifier({
    clock,
    isInFront,
    show: (notice) => void show(notice).catch((error: unknown) => logger.warn('notice.not-shown', { error })),
  })
  const taskbar = createTaskbarProgress({ isInFront, show: showProgress })
  jobs.onChanged((job) => {
    notify(job)
    taskbar.heed(job)
  })
  app.on('browser-window-focus', () => taskbar.lookedAt())
}

/** Electron's values: below 0 removes the bar, above 1 is an indeterminate bar. */
const barOf = { none: -1, indeterminate: 2 } as const

function showProgress({ mode, value, open }: TaskbarState): void {
  // For an error with nothing running: a full bar in the system's error color.
  const failed = open === 0 ? 1 : value
  const bar = mode === 'normal' ? value : mode === 'error' ? failed : barOf[mode]
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed()) window.setProgressBar(bar, { mode })
  }
  if (process.platform === 'darwin') app.setBadgeCount(open)
}
