import { useTranslation } from 'react-i18next';
import classes from './Tree.module.css';

/** Any recorded value, whole: names and values, one inside the other. */
export function Tree({ value }: { value: unknown }) {
  const { t } = useTranslation('ask');
  if (value === null || value === undefined || value === '') return <span>{t('why.empty')}</span>;
  if (typeof value === 'boolean') return <span>{t(value ? 'why.yes' : 'why.no')}</span>;
  if (typeof value !== 'object') return <span className={classes.text}>{String(value)}</span>;
  const entries = Object.entries(value);
  if (!entries.length) return <span>{t('why.empty')}</span>;
  if (Array.isArray(value)) {
    return (
      <ul className={classes.list}>
        {entries.map(([index, item]) => (
          <li key={index}>
            <Tree value={item} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <dl className={classes.names}>
      {entries.map(([name, item]) => (
        <div key={name} className={classes.pair}>
          <dt>{name}</dt>
          <dd>
            <Tree value={item} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
