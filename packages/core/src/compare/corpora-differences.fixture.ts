/** Cases of public test data that come out otherwise here, and why; by corpus, then by case. */
type Differences = Readonly<Record<string, string>>

/** By mode and name of the case. */
export const argoCdDifferences: Differences = {
  'threeWay: deployment':
    'the live object has an environment variable that nobody declared: here that is drift unless managedFields show a controller',
  'serverSide: service, webhook changes ignored':
    'wanted and live are equal; upstream asks the API server for a dry run, in which a webhook rewrites the labels',
  'serverSide: service, webhook changes included': 'the same dry run',
  'serverSide: service, spec.sessionAffinity ignored': 'the same dry run',
}

const nullIsAbsent =
  'null is absence here, so the update said nothing of the field; upstream takes it for an order to clear'
const wholeMap =
  'the update took away a map in which there are local additions: a conflict of the whole, which the update wins; upstream takes the map’s own keys away alone'
const wholeElement =
  'the element was deleted locally and edited in the update: a conflict of the whole, which the update wins; upstream adds the edited field alone, an element without the rest'
const schemaInComment = 'a schema in a comment is no schema here: the list has no known keys and is one value'
const kustomization = 'the lists of a Kustomization have no known keys here: they are one value'

/** By id of the case, where the values differ. */
export const kyamlValueDifferences: Differences = {
  8: nullIsAbsent,
  22: nullIsAbsent,
  32: wholeMap,
  34: wholeMap,
  40: wholeElement,
  54: schemaInComment,
  56: schemaInComment,
  70: kustomization,
}

const comments = 'comments belong to the text that is edited: those of the other side are not carried over'
const style = 'new text is written in the style of the text around it, keys in the order of the update'

/** By id of the case, where the values are equal and the bytes differ. */
export const kyamlByteDifferences: Differences = {
  2: comments,
  6: comments,
  14: comments,
  26: `${comments}; and the two spaces before a comment of an untouched line stay`,
  28: `${comments}; and the two spaces before a comment of an untouched line stay`,
  36: style,
  38: style,
  52: style,
  66: style,
}
