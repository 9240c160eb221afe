import type { CallName, Input, ParsedInput } from '../../../src/shared/contract/index.ts'
import type { ModelFolder, ProgramPath, ServiceAddress } from '../../../src/shared/domain/guarded-values.ts'
import type { Settings } from '../../../src/shared/domain/settings.ts'

/** Values that only a person may decide, in a dialog of main's. */
type Guarded = ModelFolder | ProgramPath | ServiceAddress

/** True where one is anywhere in a type. */
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

/** The check itself: the settings as main knows them do hold such values. */
export type Found = Nowhere<Exclude<Holds<Settings>, true>>
export const isFound: Holds<Settings> = true

/** No route takes one: a schema that brands what the page sent would let it pass for confirmed. */
export type NoRouteTakesOne = Nowhere<{ [K in CallName]: Holds<ParsedInput<K>> }[CallName]>

/** What gives power is nothing the page may change. */
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
  >
>
