import type { Settings } from '../../../shared/domain/settings.ts'
import type { HandlerContext } from '../../ipc/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { Logger } from '../../platform/logger.ts'
import type { Program } from '../../open-program.ts'
import type { Notices } from '../notices.ts'
import type { OpeningProgress } from './opening-progress.ts'

/** What the window needs to open, passed by the composition root. */
export interface WindowStart {
  readonly paths: HomePaths
  readonly folders: {
    /** Folder of the built pages. */
    readonly pages: string
    readonly samples: string
    /** Path of the icon that stands in the tray while the program works without its window. */
    readonly trayIcon: string
    /** Path of the preload script. */
    readonly preload: string
  }
  readonly about: HandlerContext['about']
  /** electron-vite's development server; null in every build. */
  readonly devServerUrl: string | null
  /** From the settings, which are loaded later. */
  readonly look: Pick<Settings, 'theme' | 'uiScale'>
  /** The arguments of this start, and how to parse those of another start. */
  readonly args: readonly string[]
  argsOf(argv: readonly string[]): string[]
  readonly clock: Clock
  readonly logger: Logger
  readonly notices: Notices
  readonly openingProgress: OpeningProgress
  /** Loads the rest of the program. */
  openProgram(): Promise<OpenedProgram>
}

/** Everything the window works with. */
export interface WindowProgram extends WindowStart, OpenedProgram {}

/** What is loaded while the window's process starts. */
type OpenedProgram = Pick<
  Program,
  'settings' | 'watchSettings' | 'reloadSettings' | 'services' | 'agentToken' | 'close'
>
