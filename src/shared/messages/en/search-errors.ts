import { plainMessage as message } from '../plain-message.ts'

// Parse query
export const valueMissing = message('“{field}:” needs a value, for example {example}.')
export const nothingToSearch = message('“{text}” has no letters or digits to search for.')
export const month = message('a month')
export const date = message('a date')
export const number = message('a number')
export const wrongKind = message('“{text}” is not {kind}. Write for example {example}.')
export const fieldUnknown = message('There is no field “{written}”. To search for it as text, put it in quotes.')
export const fieldUnknownMeant = message('There is no field “{written}”. Did you mean “{meant}:”?')
export const invalidValue = message('“{field}” cannot be “{written}”. It can be {list}.')
export const invalidValueMeant = message('“{field}” cannot be “{written}”. Did you mean “{meant}”?')
export const orList = message('{items} or {last}')
export const rankingNegated = message('“{field}:” cannot be excluded: it ranks images.')
