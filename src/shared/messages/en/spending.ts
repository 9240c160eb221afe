import { message } from '../message.ts'

// Attempts card
export const requests = message('Requests')
export const noRequestsMatch = message('No requests match.')
export const showMore = message('Show more')
export const service = message('Service')
export const allServices = message('All services')
export const outcome = message('Outcome')
export const anyOutcome = message('Any outcome')
export const billed = message('Billed')
export const anyBilling = message('Any billing')
export const time = message('Time', 'moment')
export const model = message('Model')
export const task = message('Task')
export const cost = message('Cost')
export const commandLine = message('command line')
export const agent = message('agent')

// Caps card
export const askMe = message('Ask me')
export const sendNothing = message('Send nothing')
export const limits = message('Limits')
export const perRunField = message('Per run, $')
export const perDayField = message('Per day, $')
export const perMonthField = message('Per month, $')
export const ifRunExceedsLimit = message('If a run exceeds a limit')
export const limitsHint = message(
  'In US dollars, without tax. Leave empty for no limit. Pending, queued and possibly billed requests count at their estimated price. A model without a published price always exceeds a limit. Set a limit at the service too, in case a price here is wrong.',
)
export const limitsUnreadable = message(
  'Your spending limits could not be read. Set them again and confirm. Until then, no paid request is sent.',
)
export const oldSettingsCopy = message('Copy of the old settings: {file}')
export const confirmLimits = message('Confirm limits')
export const noLimit = message('No limit')
export const amountHint = message('Enter an amount such as 5 or 2.50.')

// Money page
export const money = message('Money')
export const period = message('Period')
export const today = message('Today')
export const thisMonth = message('This month')
export const spendingHint = message(
  'Requests to services are listed here with their estimated and actual cost. Local models are free.',
)
export const noSpendingYet = message('No spending yet')
export const noSpendingInPeriod = message('No spending in this period')
export const noSpendingInPeriodHint = message('Choose a longer period to see more.')
export const show = message('Show')
export const requestsSaved = message('{count, plural, one {# request} other {# requests}} saved.')
export const requestsAndImages = message(
  '{requests, plural, one {# request} other {# requests}}, {images, plural, one {# image} other {# images}}',
)
export const saveAsCsv = message('Save as CSV…')
export const accountBalances = message('Account balances')
export const accountBalancesHint = message('As last reported. Most services do not report a balance.')
export const shareOfLimit = message('{period}, share of limit')
export const ofLimit = message('of {limit}')

// Money labels
export const pending = message('Pending')
export const done = message('Done')
export const refused = message('Refused')
export const failed = message('Failed')
export const canceled = message('Canceled')
export const unknown = message('Unknown')
export const notBilled = message('Not billed')
export const mayHaveBeenBilled = message('May have been billed')
export const newImage = message('New image')
export const edit = message('Edit')
export const variations = message('Variations')
export const prompt = message('Prompt')
export const unknownCost = message('unknown')
export const aboutAmount = message('about {amount}')
export const morePossiblyBilled = message('{amount} more pending or possibly billed')
export const requestsWithoutPrice = message('{count, plural, one {# request} other {# requests}} without a price')
export const estimate = message('Estimate: {amount}')
export const estimateAsOf = message('Estimate: {amount}, prices of {day}')
export const noEstimate = message('No estimate')
export const requestId = message('Request ID: {id}')

// Spend card
export const chart = message('Chart')
export const table = message('Table')
export const spending = message('Spending')
export const byMonth = message('By month')
export const byDay = message('By day')
export const view = message('View')
export const month = message('Month')
export const day = message('Day')
export const totalBilled = message('{billed} billed.')
export const totalPossiblyBilled = message('{billed} billed, {possibly} possibly billed.')
export const totalUnpriced = message('{count, plural, one {# request} other {# requests}} without a price.')
export const totalHint = message('Amounts are those that services reported, otherwise from price lists.')
export const possiblyBilled = message('Possibly billed')

// Spend chart
export const pendingOrPossiblyBilled = message('Pending or possibly billed')
export const chartDescription = message(
  'Bar chart of spending: {total} in all. Highest bar: {name}, {highest}. The table has the same numbers.',
)
export const emptyChartDescription = message('Bar chart of spending: nothing in this period.')
export const barBilled = message('{name}: {billed}')
export const barPossiblyBilled = message('{name}: {billed}, possibly {possibly} more')

// Spend range
export const sevenDays = message('7 days')
export const thirtyDays = message('30 days')
export const all = message('All')
