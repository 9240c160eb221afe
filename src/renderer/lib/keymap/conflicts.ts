import { normalBinding } from './binding-names.ts'
import { parseBinding } from './key-binding.ts'
import type { KeyAction } from './key-action.ts'
import { keyActions, type Keymap } from './keymap.ts'

/** Two actions with the same key that can be active at the same time; the first one wins. */
export interface KeyConflict {
  readonly key: string
  readonly first: KeyAction
  readonly second: KeyAction
}

/** Signs typed as Shift plus another sign on a US keyboard: `{` and `Shift+[` are one key. */
const shifted: Readonly<Record<string, string>> = Object.fromEntries(
  [...'!1@2#3$4%5^6&7*8(9)0_-+={[}]|\\:;"\'<,>.?/~`'.matchAll(/(.)(.)/g)].map(([, sign = '', base = '']) => [
    sign,
    base,
  ]),
)

/** Equivalent bindings have the same identity. */
export function keyIdentity(binding: string): string {
  const { key, mod, alt } = parseBinding(binding)
  const base = shifted[key]
  if (base === undefined) return normalBinding(binding) ?? binding
  const prefix = [...(mod ? ['Mod'] : []), ...(alt ? ['Alt'] : []), 'Shift']
  return [...prefix, base].join('+')
}

export function findConflicts(keymap: Keymap): readonly KeyConflict[] {
  const owners = new Map<string, { readonly key: string; readonly action: KeyAction }[]>()
  for (const action of keyActions) {
    for (const key of new Set(keymap.keysOf(action.id))) {
      const identity = keyIdentity(key)
      owners.set(identity, [...(owners.get(identity) ?? []), { key, action }])
    }
  }
  return [...owners.values()].flatMap(pairsOf)
}

function pairsOf(owners: readonly { readonly key: string; readonly action: KeyAction }[]): readonly KeyConflict[] {
  return owners.flatMap(({ key, action: first }, at) =>
    owners
      .slice(at + 1)
      .filter(({ action }) => canCollide(first, action))
      .map(({ action: second }) => ({ key, first, second })),
  )
}

/** Returns the actions that would lose the key if `id` got it. */
export function ownersOf(keymap: Keymap, id: string, key: string): readonly KeyAction[] {
  const target = keyActions.find((action) => action.id === id)
  if (target === undefined) return []
  const identity = keyIdentity(key)
  return keyActions.filter(
    (action) => canCollide(target, action) && keymap.keysOf(action.id).some((each) => keyIdentity(each) === identity),
  )
}

function canCollide(a: KeyAction, b: KeyAction): boolean {
  if (a.id === b.id || a.tap === b.id || b.tap === a.id) return false
  return a.when.some((situation) => b.when.includes(situation))
}
