/** Argument of a message: text, or a number for plurals. Numbers are inserted as they are; format them first. */
export type MessageValue = string | number

/** A text without arguments is a string; one with arguments is a function of them. */
export type Message<Source extends string> = [ArgumentNames<Source>] extends [never]
  ? string
  : (values: Readonly<Record<ArgumentNames<Source>, MessageValue>>) => string

/** The names in braces; in a plural or select, braces right after a branch's name enclose text, not arguments. */
type ArgumentNames<Source extends string> = Source extends `${string}, ${'plural' | 'select'},${string}`
  ? BranchedNames<Source>
  : PlainNames<Source>

type PlainNames<Source extends string> = Source extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlainNames<Rest>
  : never

type BranchedNames<Source extends string> = Source extends `${infer Before}{${infer Rest}`
  ? (Before extends `${string}${Branch} ` ? never : NameAtStart<Rest>) | BranchedNames<Rest>
  : never

type Branch = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other' | '=0' | '=1'

type NameAtStart<Source extends string> = Source extends `${infer Name},${string}`
  ? Name extends `${infer Inner}}${string}`
    ? Inner
    : Name
  : Source extends `${infer Name}}${string}`
    ? Name
    : never
