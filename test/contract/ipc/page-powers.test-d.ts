import type { CallName, Input, ParsedInput } from '../../../src/shared/contract/index.ts'
import type {
  AgentFolder,
  ModelFolder,
  ProgramPath,
  ServiceAddress,
} from '../../../src/shared/domain/guarded-values.ts'
import type { Settings } from '../../../src/shared/domain/settings.ts'

/** Values that only the user may set, in a dialog of the main process. */
type Guarded = AgentFolder | ModelFolder | ProgramPath | ServiceAddress

/** True if a type contains a guarded value anywhere. */
type Holds<T> = T extends Guarded
  ? true
  : T extends Uint8Array
    ? never
    : T extends readonly (infer Item)[]
      ? Holds<Item>
      : T extends object
        ? { [K in keyof T]-?: Holds<NonNullable<T[K]>> }[keyof T]
        : never

type Nowhere<T extends never> = T

/** Verifies the check itself: the settings in the main process contain guarded values. */
export type Found = Nowhere<Exclude<Holds<Settings>, true>>
export const isFound: Holds<Settings> = true

/** No route accepts a guarded value: a schema that brands page input would make it look confirmed. */
export type NoRouteTakesOne = Nowhere<{ [K in CallName]: Holds<ParsedInput<K>> }[CallName]>

/** The settings patch of the page contains no field that grants power. */
export type NoPowerInPatch = Nowhere<
  Extract<
    keyof Input<'settings.change'>,
    | 'providers'
    | 'rewriter'
    | 'externalEditor'
    | 'enginePath'
    | 'modelFolders'
    | 'downloadFolder'
    | 'caps'
    | 'capsProblem'
    | 'agents'
  >
>
