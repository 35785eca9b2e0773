/** A week as a table. */
import { asHours } from './clock';
import { type Entry, totalOf, weekOf } from './week';

export function Timesheet({ entries }: { readonly entries: readonly Entry[] }) {
  const shifts = weekOf(entries);
  const { worked, overtime } = totalOf(shifts);
  if (shifts.length === 0) return <p>Nothing yet</p>;
  return (
    <table>
      <tbody>
        {shifts.map((shift) => (
          <tr key={shift.day}>
            <td>{shift.day}</td>
            <td>{asHours(shift.length)}</td>
          </tr>
        ))}
      </tbody>
      <caption>
        {asHours(worked)} in all{overtime > 0 && `, ${asHours(overtime)} over`}
      </caption>
    </table>
  );
}
